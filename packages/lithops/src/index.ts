/**
 * All of `@lithops/core` under a shorter name; the package brings the `lithops` command along.
 *
 * @packageDocumentation
 */
export * from '@lithops/core';

export * from '@lithops/core';

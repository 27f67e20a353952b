/** Why calls count as failed whose worker gave all of them back. */
export const NOTHING_BEGUN = {
  code: 'LITHOPS_WORKER_FAILED',
  message:
    'The worker began none of its calls: by its clock their time was over. Set the clocks of client and workers right, or give workers more time to start.',
} as const;

/** What verbs are made with. Oclif as a whole has much more in it, which costs each of them a tenth of its start. */
export * as Args from '@oclif/core/args';
export * as Flags from '@oclif/core/flags';

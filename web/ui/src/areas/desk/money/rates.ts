export const kRates = ['clicked', 'arrived', 'inquired', 'valid', 'closed', 'margin'] as const
export type Rate = (typeof kRates)[number]

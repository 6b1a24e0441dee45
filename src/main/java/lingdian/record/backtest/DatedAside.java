package lingdian.record.backtest;

import lingdian.law.judge.Aside;

/**
 * Information about a café besides its events.
 *
 * @param events how many of the café's events were judged before it
 */
record DatedAside(long events, Aside aside) {}

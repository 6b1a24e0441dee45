/** Inspections, random draws and the night's plan: endpoints, stores, and the pure functions behind them. */
@NullMarked
package lingdian.office.inspection;

import org.jspecify.annotations.NullMarked;

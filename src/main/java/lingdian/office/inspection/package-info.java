/**
 * Inspections, random draws and the night's plan: endpoints, stores, and the pure functions behind them. Main types: {@code InspectionOperations}, {@code InspectionStore} and {@code PremisesKinds}.
 */
@NullMarked
package lingdian.office.inspection;

import org.jspecify.annotations.NullMarked;

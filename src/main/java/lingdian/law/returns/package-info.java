/**
 * Returns: the forms by which an office reports upward, the periods that it reports for, and how the figures of counties add
 * up. Begin with {@link lingdian.law.returns.ReturnForms}, {@link lingdian.law.returns.ReturnPeriod} and {@link
 * lingdian.law.returns.CountyReturns}.
 */
@NullMarked
package lingdian.law.returns;

import org.jspecify.annotations.NullMarked;

/** Gathers what agents sent into batches, judges them in order and answers after the commit. No rules of its own. */
@NullMarked
package lingdian.intake;

import org.jspecify.annotations.NullMarked;

/**
 * Returns: what an office reports upward for a period, with the rows behind each figure, and what counties submitted. Begin with
 * {@code ReturnOperations}, which lists the endpoints; pages use {@code ReturnCalls}.
 */
@NullMarked
package lingdian.office.returns;

import org.jspecify.annotations.NullMarked;

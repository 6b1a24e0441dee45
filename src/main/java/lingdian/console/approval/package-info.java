/**
 * The page of what waits for the reader's decision. Its face is {@link lingdian.console.approval.ApprovalPages}.
 */
@NullMarked
package lingdian.console.approval;

import org.jspecify.annotations.NullMarked;

/**
 * What waits for the decision of an account: other people's requests for sealed data, lifted holds, proposed rules and
 * keys, and objections that its authority has not answered. Its face is {@link lingdian.office.approval.ApprovalCalls}.
 */
@NullMarked
package lingdian.office.approval;

import org.jspecify.annotations.NullMarked;

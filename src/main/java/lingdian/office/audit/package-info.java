/** What auditors read: the access log, checkpoints and their co-signatures. Seen from outside: its endpoints. */
@NullMarked
package lingdian.office.audit;

import org.jspecify.annotations.NullMarked;

/** Endpoints for auditors: the access log, checkpoints and their co-signatures. Its face: the endpoints. */
@NullMarked
package lingdian.office.audit;

import org.jspecify.annotations.NullMarked;

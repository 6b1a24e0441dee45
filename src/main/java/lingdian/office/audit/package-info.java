/** Endpoints for auditors: the access log, checkpoints and their co-signatures. Main types: the endpoints. */
@NullMarked
package lingdian.office.audit;

import org.jspecify.annotations.NullMarked;

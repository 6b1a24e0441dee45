/** Proves the record without the service: checkpoints, evidence bundles, and their checks. */
@NullMarked
package lingdian.record.evidence;

import org.jspecify.annotations.NullMarked;

/**
 * Proves the record without the service: checkpoints, evidence bundles, and their checks. Begin with {@code Checkpoints},
 * which signs a day, {@code EvidenceExport}, which makes a bundle, and {@code BundleCheck}, which verifies one.
 */
@NullMarked
package lingdian.record.evidence;

import org.jspecify.annotations.NullMarked;

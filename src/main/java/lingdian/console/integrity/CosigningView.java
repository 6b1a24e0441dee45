package lingdian.console.integrity;

import lingdian.console.frame.TypedForm;
import lingdian.office.audit.CheckpointSummary;
import org.jspecify.annotations.Nullable;

/**
 * Where a regulator signs a checkpoint.
 *
 * @param number that was asked for; empty: none
 * @param checkpoint null if it is not there, or the reader has no approved key
 */
record CosigningView(String number, @Nullable CheckpointSummary checkpoint, TypedForm form) {}

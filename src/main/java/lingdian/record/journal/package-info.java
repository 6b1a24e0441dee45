/**
 * The record: one append-only hash chain for each stream, written by the batch, and its verification. Main types: the
 * stores and {@code Verification}.
 */
@NullMarked
package lingdian.record.journal;

import org.jspecify.annotations.NullMarked;

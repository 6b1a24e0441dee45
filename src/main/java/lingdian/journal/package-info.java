/** The record: one transaction a batch, an append-only hash chain per stream, and its verification (SPEC.md, section 8). */
@NullMarked
package lingdian.journal;

import org.jspecify.annotations.NullMarked;

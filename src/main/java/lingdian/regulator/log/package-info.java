/** The access log: who saw and did what (SPEC.md, sections 7 and 8). Append-only, one hash chain. */
@NullMarked
package lingdian.regulator.log;

import org.jspecify.annotations.NullMarked;

/** Drops what was kept long enough, and keeps what a case needs (SPEC.md, section 8). */
@NullMarked
package lingdian.retention;

import org.jspecify.annotations.NullMarked;

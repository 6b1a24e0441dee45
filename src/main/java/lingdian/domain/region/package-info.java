/** Administrative divisions and the scope of an account. Pure. Its face: {@code Regions}, {@code Scope}. */
@NullMarked
package lingdian.domain.region;

import org.jspecify.annotations.NullMarked;

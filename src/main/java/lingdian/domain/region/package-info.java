/** Administrative divisions and the scope of an account. Pure. Main types: {@code Regions}, {@code Scope}. */
@NullMarked
package lingdian.domain.region;

import org.jspecify.annotations.NullMarked;

/**
 * Administrative divisions and what of the country an account covers. Pure. Seen from outside: {@code Regions},
 * {@code Scope}.
 */
@NullMarked
package lingdian.domain.region;

import org.jspecify.annotations.NullMarked;

/**
 * Ids, codes and constants that every room uses. They are constructed once at the edge and are never bare strings
 * inside.
 */
@NullMarked
package lingdian.domain;

import org.jspecify.annotations.NullMarked;

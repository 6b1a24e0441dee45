/** The ids, codes and constants that every room speaks. They are made once at the edge and are never bare strings inside. */
@NullMarked
package lingdian.domain;

import org.jspecify.annotations.NullMarked;

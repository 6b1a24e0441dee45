/**
 * What every list is asked and answers with: conditions, positions, pages, values as JSON. Main types: {@code
 * Conditions}, {@code Cursor}, {@code Page}.
 */
@NullMarked
package lingdian.office.query;

import org.jspecify.annotations.NullMarked;

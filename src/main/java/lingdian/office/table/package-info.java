/**
 * Reads tables that offices hand in, as CSV or as a workbook, row by row. Main types: {@code TableFile}, {@code TableColumns}.
 */
@NullMarked
package lingdian.office.table;

import org.jspecify.annotations.NullMarked;

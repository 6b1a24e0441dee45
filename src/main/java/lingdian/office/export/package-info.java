/**
 * Lists as tables for spreadsheets: {@link lingdian.office.export.ListTable} names a list's columns, and a {@link
 * lingdian.office.export.TableWriter} writes their rows as they come, in one of two {@link
 * lingdian.office.export.TableFormat}s.
 */
@NullMarked
package lingdian.office.export;

import org.jspecify.annotations.NullMarked;

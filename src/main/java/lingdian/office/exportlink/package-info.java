/**
 * Links by which a spreadsheet program takes a list without signing in, for a short time. Its faces are {@link ExportLinkOperations} and
 * {@link ExportLinkCalls}.
 */
@NullMarked
package lingdian.office.exportlink;

import org.jspecify.annotations.NullMarked;

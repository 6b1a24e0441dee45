/**
 * Types shared by every feature of the office: requests, replies, cursors, problems, attachments, the record of
 * changes, and the typed operations that pages call. This package knows none of the features.
 */
@NullMarked
package lingdian.office.api;

import org.jspecify.annotations.NullMarked;

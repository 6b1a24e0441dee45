/**
 * Types shared by every feature of the office: requests, replies, cursors, problems, attachments and the record of
 * changes. This package knows none of the features.
 */
@NullMarked
package lingdian.office.api;

import org.jspecify.annotations.NullMarked;

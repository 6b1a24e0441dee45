/**
 * Files that are handed in and kept sealed: their kinds, their names, and how many an account may hand in. Main
 * types: {@code AttachmentStore}, {@code UploadedFile}.
 */
@NullMarked
package lingdian.office.file;

import org.jspecify.annotations.NullMarked;

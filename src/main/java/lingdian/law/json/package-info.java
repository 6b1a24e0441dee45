/**
 * Rules, café states and findings as JSON: how they are stored, proposed and shown. Read first: {@link
 * lingdian.law.json.ViolationSnapshot}.
 */
@NullMarked
package lingdian.law.json;

import org.jspecify.annotations.NullMarked;

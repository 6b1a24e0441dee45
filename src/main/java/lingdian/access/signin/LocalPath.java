package lingdian.access.signin;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where to go after the sign-in: only a page of ours, since otherwise a link to our sign-in could lead people to
 * another site.
 */
public final class LocalPath {
    /**
     * No scheme, no host, no second slash or backslash that browsers would read as one, nothing encoded in the path. The
     * possessive quantifiers never read a character again: anybody may send any path.
     */
    private static final Pattern LOCAL = Pattern.compile("/(?:[A-Za-z0-9._~-]++/?+)*+(?:\\?[A-Za-z0-9._~=&%-]*+)?");

    public static final int MOST_CHARACTERS = 500;

    private LocalPath() {}

    static String of(@Nullable String asked, String otherwise) {
        return asked != null
                        && asked.length() <= MOST_CHARACTERS
                        && LOCAL.matcher(asked).matches()
                ? asked
                : otherwise;
    }
}

package lingdian.office.file;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The name of a file in a {@code Content-Disposition} header (RFC 6266, RFC 8187). */
public final class FileName {
    private FileName() {}

    /** A header by which the browser stores the file under its name, which may be Chinese. */
    public static String attachment(String name) {
        return "attachment; filename*=UTF-8''"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

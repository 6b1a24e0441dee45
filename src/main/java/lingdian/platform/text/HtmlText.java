package lingdian.platform.text;

/** Texts in pages that are written without a template. */
public final class HtmlText {
    private HtmlText() {}

    /** The text as HTML shows it, in an element or in an attribute in double quotes. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

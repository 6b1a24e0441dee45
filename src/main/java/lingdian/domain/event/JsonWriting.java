package lingdian.domain.event;

import java.util.List;

/** Writes JSON text with commas and escapes. The messages are few and flat, so a tree would be a waste. */
public final class JsonWriting {
    private final StringBuilder text = new StringBuilder(160);
    private boolean comma;

    public JsonWriting begin(char bracket) {
        separate();
        text.append(bracket);
        comma = false;
        return this;
    }

    public JsonWriting end(char bracket) {
        text.append(bracket);
        comma = true;
        return this;
    }

    public JsonWriting name(String name) {
        string(name);
        text.append(':');
        comma = false;
        return this;
    }

    public JsonWriting field(String name, String value) {
        name(name);
        return string(value);
    }

    public JsonWriting field(String name, long value) {
        name(name).text.append(value);
        comma = true;
        return this;
    }

    JsonWriting field(String name, boolean value) {
        name(name).text.append(value);
        comma = true;
        return this;
    }

    JsonWriting strings(String name, List<String> values) {
        name(name).begin('[');
        values.forEach(this::string);
        return end(']');
    }

    /** Appends text that is already JSON. */
    public JsonWriting verbatim(String json) {
        separate();
        text.append(json);
        comma = true;
        return this;
    }

    private JsonWriting string(String value) {
        separate();
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            character(value, i);
        }
        text.append('"');
        comma = true;
        return this;
    }

    private void character(String value, int at) {
        char c = value.charAt(at);
        if (c == '"' || c == '\\') {
            text.append('\\').append(c);
        } else if (c < ' ' || isLoneSurrogate(value, at)) {
            text.append(String.format("\\u%04x", (int) c));
        } else {
            text.append(c);
        }
    }

    /** UTF-8 cannot encode a lone surrogate, so it is escaped. */
    private static boolean isLoneSurrogate(String value, int at) {
        char c = value.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
    }

    private void separate() {
        if (comma) {
            text.append(',');
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

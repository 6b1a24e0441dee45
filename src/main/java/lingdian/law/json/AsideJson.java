package lingdian.law.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import lingdian.law.judge.Aside;

/** An {@link Aside} as JSON text, spelled as a café's state is. */
public final class AsideJson {
    private AsideJson() {}

    public static String write(Aside aside) {
        try {
            return MemoryJson.JSON.writeValueAsString(aside);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Aside read(String text) {
        try {
            return MemoryJson.JSON.readValue(text, Aside.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was told of a café is not readable: " + e.getOriginalMessage());
        }
    }
}

package lingdian.agent.setup;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import lingdian.platform.text.PageTexts;

/**
 * One thing that was found, with the values that its text needs.
 *
 * @param values without personal data and secrets: people send the doctor's report to others
 */
record Finding(Symptom symptom, Map<String, String> values) {
    static Finding of(Symptom symptom) {
        return new Finding(symptom, Map.of());
    }

    static Finding of(Symptom symptom, String name, Object value) {
        return of(symptom).with(name, value);
    }

    Finding with(String name, Object value) {
        var more = new LinkedHashMap<>(values);
        more.put(name, String.valueOf(value));
        return new Finding(symptom, more);
    }

    String text(PageTexts words) {
        return filled(words.text(symptom.key()));
    }

    /** What to do; empty where nothing is to be done. */
    String remedy(PageTexts words) {
        return filled(words.textOr(symptom.key() + ".remedy", ""));
    }

    JsonObject json(PageTexts words) {
        return new JsonObject()
                .put("check", symptom.check().word())
                .put("state", symptom.state().word())
                .put("symptom", symptom.key())
                .put("finding", text(words))
                .put("remedy", remedy(words).isEmpty() ? null : remedy(words));
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }
}

package lingdian.console.complaint;

import java.util.List;
import lingdian.console.frame.TypedForm;

/**
 * The form of a new complaint.
 *
 * @param now the value of a time field
 */
record ComplaintEntry(String cafe, String now, TypedForm form) {
    static final String FORM = "complaint";
    static final List<String> FIELDS =
            List.of("subject", "placeCode", "content", "reference", "receivedAt", "answerBy", "reporter");

    static List<String> ways() {
        return List.of("telephone", "letter", "fax", "email", "visit", "internet");
    }

    static List<String> subjects() {
        return List.of("hours", "minors", "identity", "unlicensed", "other");
    }

    String value(String field, String otherwise) {
        return form.value(FORM, field, otherwise);
    }
}

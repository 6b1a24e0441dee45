package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Stream;
import lingdian.access.signin.Language;
import lingdian.office.export.ExportedNames;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import org.junit.jupiter.api.Test;

/** A table that is passed on says the words of the page that it was taken from. */
class ExportNamesTest {
    /** Groups of the console's words, by those of the tables where they differ. */
    private static final Map<String, String> OF_THE_CONSOLE = Map.ofEntries(
            Map.entry("violation-step", "case"),
            Map.entry("inspection-kind", "kind"),
            Map.entry("inspection-state", "inspection"),
            Map.entry("complaint-way", "complaint.by"),
            Map.entry("complaint-subject", "complaint.about"),
            Map.entry("complaint-step", "complaint.state"),
            Map.entry("complaint-refusal", "complaint.why"),
            Map.entry("closure", "hours.kind"),
            Map.entry("cafe-condition", "admin.condition"),
            Map.entry("role", "admin.role"),
            Map.entry("case-outcome", "check-outcome"));

    /** What no page has a word for. */
    private static final Map<String, String> OF_TABLES_ALONE = Map.of(
            "case-outcome.merged", "并入他案",
            "case-priority.high", "高",
            "case-priority.normal", "一般",
            "case-priority.low", "低",
            "measures.management", "经营管理技术措施",
            "measures.security", "安全技术措施",
            "measures.both", "两者");

    @Test
    void tablesSayTheWordsOfTheConsole() {
        Words words = Words.in(Language.ZH);
        ExportedNames.all()
                .forEach((key, name) -> assertThat(name)
                        .as(key)
                        .isEqualTo(OF_TABLES_ALONE.containsKey(key) ? OF_TABLES_ALONE.get(key) : onPages(words, key)));
    }

    /** An auditor's table has no code without a name beside it. */
    @Test
    void everythingThatTheAccessLogRecordsHasAName() {
        var codes = new ArrayList<String>();
        Stream.of(Action.values()).forEach(one -> codes.add("log." + one.wire()));
        Stream.of(Actor.Kind.values()).forEach(one -> codes.add("actor." + one.wire()));
        Stream.of(Subject.Kind.values()).forEach(one -> codes.add("subject." + one.wire()));

        assertThat(ExportedNames.all()).containsKeys(codes.toArray(String[]::new));
    }

    private static String onPages(Words words, String key) {
        String group = key.substring(0, key.lastIndexOf('.'));
        return words.sayWord(OF_THE_CONSOLE.getOrDefault(group, group), key.substring(group.length() + 1));
    }
}

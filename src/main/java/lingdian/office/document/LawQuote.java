package lingdian.office.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lingdian.law.statute.LawText;

/**
 * Articles as documents quote them: each law once, with its revision, since the text of the conduct's day applies
 * (Administrative Penalty Law, Art. 37).
 */
final class LawQuote {
    private static final String END_OF_NAME = "》";

    private LawQuote() {}

    /** 《…条例》（2022年3月29日第四次修订）第二十二条、第二十三条. */
    static String of(List<LawText> texts) {
        Map<String, List<String>> articles = new LinkedHashMap<>();
        texts.stream()
                .distinct()
                .forEach(text -> articles.computeIfAbsent(law(text), law -> new ArrayList<>())
                        .add(text.text().substring(endOfName(text))));
        return articles.entrySet().stream()
                .map(law -> law.getKey() + String.join("、", law.getValue()))
                .collect(Collectors.joining("，"));
    }

    private static String law(LawText text) {
        return text.text().substring(0, endOfName(text)) + "（" + text.revision() + "）";
    }

    /** A text that does not begin with a law's name in brackets is quoted behind its revision. */
    private static int endOfName(LawText text) {
        return text.text().indexOf(END_OF_NAME) + 1;
    }
}

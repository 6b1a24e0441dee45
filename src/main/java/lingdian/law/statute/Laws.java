package lingdian.law.statute;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The articles that a set of rules quotes, by the names that the rules call them by. An article has a text for each
 * revision of its law, so that a violation of 2021 quotes the law of 2021.
 */
public record Laws(Map<String, List<LawText>> articles) {
    public static final Laws NONE = new Laws(Map.of());

    public Laws {
        var copy = new LinkedHashMap<String, List<LawText>>();
        articles.forEach((name, texts) -> copy.put(name, List.copyOf(texts)));
        articles = copy;
        articles.forEach(Laws::refuseOverlap);
    }

    private static void refuseOverlap(String name, List<LawText> texts) {
        for (int i = 1; i < texts.size(); i++) {
            LawText later = texts.get(i);
            if (texts.subList(0, i).stream().anyMatch(later::overlaps)) {
                throw new IllegalArgumentException("laws: two texts of " + name + " are in force on the same day");
            }
        }
    }

    /** @throws IllegalArgumentException if one of the names is none of an article */
    public void requireKnown(Collection<String> names) {
        for (String name : names) {
            if (!articles.containsKey(name)) {
                throw new IllegalArgumentException("law: names an article that laws do not have");
            }
        }
    }

    /** The texts of these articles that are in force on a day, in the same order; an article that is not yet there has none. */
    public List<LawText> inForce(List<String> names, LocalDate day) {
        return names.stream()
                .flatMap(name -> articles.getOrDefault(name, List.of()).stream())
                .filter(text -> text.isInForce(day))
                .toList();
    }

    /** What a violation quotes by its text and revision. */
    public Optional<LawText> find(String text, String revision) {
        return articles.values().stream()
                .flatMap(List::stream)
                .filter(one -> one.text().equals(text) && one.revision().equals(revision))
                .findFirst();
    }
}

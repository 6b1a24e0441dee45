package lingdian.console.frame;

import java.util.List;
import lingdian.office.inspection.PremisesKinds;

/** The kinds of premises as pages offer them: below the one that each lies within. */
public record Kinds(PremisesKinds kinds) {
    private static final String INDENT = "\u3000";

    public List<Choice> choices(Words words) {
        return kinds.kinds().stream()
                .filter(kind -> kind.within() != null)
                .map(kind -> new Choice(
                        kind.code(), INDENT.repeat(kinds.upFrom(kind.code()).size() - 2) + name(words, kind.code())))
                .toList();
    }

    /** As {@code premises.yaml} names a kind that has no text in the language. */
    public String name(Words words, String code) {
        return words.sayWord(
                "premises", code, kinds.kind(code).map(PremisesKinds.Kind::name).orElse(code));
    }
}

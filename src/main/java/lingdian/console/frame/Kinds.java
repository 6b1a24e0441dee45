package lingdian.console.frame;

import java.util.List;
import lingdian.office.inspection.PremisesKinds;

/** The kinds of premises as pages offer them: each below the kind that contains it. */
public record Kinds(PremisesKinds kinds) {
    private static final String INDENT = "\u3000";

    public List<Choice> choices(Words words) {
        return kinds.kinds().stream()
                .filter(kind -> kind.within() != null)
                .map(kind -> new Choice(
                        kind.code(), INDENT.repeat(kinds.upFrom(kind.code()).size() - 2) + name(words, kind.code())))
                .toList();
    }

    /** The name of a kind; if the language has no text for it, the name in {@code premises.yaml}. */
    public String name(Words words, String code) {
        return words.sayWord(
                "premises", code, kinds.kind(code).map(PremisesKinds.Kind::name).orElse(code));
    }
}

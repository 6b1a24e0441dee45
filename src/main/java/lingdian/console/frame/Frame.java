package lingdian.console.frame;

import java.util.List;
import lingdian.access.account.SignedInAccount;
import org.jspecify.annotations.Nullable;

/**
 * What every page has around its content: its language, its menu, its reader, and the token of its forms.
 *
 * @param sitting null if no account is signed in
 * @param sections that may be gone to
 * @param here of which the page is a part; null where it is of none
 * @param path of the page itself, with its query, so that the language can be switched on it
 * @param notice key of what was just done; null where nothing was
 */
public record Frame(
        Words words,
        Assets assets,
        @Nullable SignedInAccount sitting,
        List<Section> sections,
        @Nullable Section here,
        String path,
        @Nullable String notice) {

    String say(String key) {
        return words.say(key);
    }

    public String say(String key, Object... values) {
        return words.say(key, values);
    }

    public String sayWord(String group, String word) {
        return words.sayWord(group, word);
    }

    public String asset(String name) {
        return assets.path(name);
    }

    public String csrf() {
        return sitting == null ? "" : sitting.session().csrfToken();
    }

    String who() {
        return sitting == null ? "" : sitting.account().name();
    }

    /** The page in the other language. */
    String otherPath() {
        return path + (path.indexOf('?') < 0 ? "?" : "&") + "lang="
                + words.language().other().code();
    }
}

package lingdian.console.frame;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import lingdian.access.account.Role;
import lingdian.access.account.SignedInAccount;
import lingdian.access.signin.Theme;
import lingdian.platform.text.PageTimes;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds the content of every page: language, menu, signed-in account, and the CSRF token of its forms.
 *
 * @param sitting null if no account is signed in
 * @param sections that the reader may open
 * @param here the section of the page; null if it belongs to none
 * @param path of the page itself, with its query, so that the language can be switched on it; where a form is answered, of the
 *     page that the form is on
 * @param answersForm whether the page is at the address of a form, which cannot be opened
 * @param waiting how much waits for the account's decision
 * @param now by the server's clock
 * @param theme whether the page is dark
 * @param settings what pages say of the configuration
 * @param notice key of the text that confirms a completed action; null if there is none
 */
public record Frame(
        Words words,
        Assets assets,
        @Nullable SignedInAccount sitting,
        List<Section> sections,
        @Nullable Section here,
        String path,
        boolean answersForm,
        @Nullable String notice,
        long waiting,
        Instant now,
        Theme theme,
        ConsoleSettings settings) {
    /** How many sections a phone has room for beside the menu of all others. */
    private static final int ON_A_PHONE = 4;

    private static final int ON_A_DESK = 8;

    /** Those at hand on every screen. */
    List<Section> always() {
        return sections.subList(0, Math.min(sections.size(), hasMenu() ? ON_A_PHONE : ON_A_PHONE + 1));
    }

    /** Those at hand only where there is room, and else in the menu. */
    List<Section> onDesks() {
        return hasMenu() ? sections.subList(ON_A_PHONE, Math.min(sections.size(), ON_A_DESK)) : List.of();
    }

    /** Those that are always in the menu. */
    List<Section> inMenu() {
        return sections.subList(Math.min(sections.size(), ON_A_DESK), sections.size());
    }

    boolean hasMenu() {
        return sections.size() > ON_A_PHONE + 1;
    }

    /** How long an account must be unchanged to ask for or approve what takes two, as configured here. */
    public String approverHours() {
        return say("approver.hours", settings.approverHours());
    }

    /** What stands behind the name of an account that had others in the last days; empty if it had none. */
    public String formerNames(List<String> names) {
        return names.isEmpty() ? "" : say("live.account-former", String.join("、", names));
    }

    /** A time to the minute: today at 00:42, 11-27 00:42, or 2025-11-27 00:42; empty for null. */
    public String moment(@Nullable OffsetDateTime at) {
        return times().moment(at);
    }

    /** From one time to another; a future or unknown end is for the template to say. */
    public String span(OffsetDateTime from, OffsetDateTime to) {
        return times().span(from, to);
    }

    /** A day by which something is due, with its weekday. */
    public String weekday(LocalDate day) {
        return times().weekday(day);
    }

    public String date(LocalDate day) {
        return times().date(day);
    }

    /** A time to the second, for evidence alone. */
    public String second(@Nullable OffsetDateTime at) {
        return times().second(at);
    }

    /** How this page writes times, for what a model writes itself. */
    public PageTimes times() {
        return words.times(now);
    }

    /** The page in the other theme. */
    String otherThemePath() {
        return path + (path.indexOf('?') < 0 ? "?" : "&") + "theme="
                + theme.other().word();
    }

    String say(String key) {
        return words.say(key);
    }

    public String say(String key, Object... values) {
        return words.say(key, values);
    }

    public String sayWord(String group, String word) {
        return words.sayWord(group, word);
    }

    /** A café's operator is shown no notifications on that page, only how they are sent. */
    String nameOf(Section section) {
        return section == Section.NOTIFICATIONS
                        && sitting != null
                        && sitting.account().role() == Role.OPERATOR
                ? say("section.notifications-settings")
                : say(section.key());
    }

    public String asset(String name) {
        return assets.path(name);
    }

    public String csrf() {
        return sitting == null ? "" : sitting.session().csrfToken();
    }

    /** The address of a form with files, which is checked by its address before it is read. */
    public String fileAction(String path) {
        return sitting == null ? path : path + "?csrf=" + sitting.session().csrfToken(path);
    }

    /** To whom the things that a phone keeps belong; null if no account is signed in. */
    @Nullable
    public String person() {
        return sitting == null ? null : sitting.account().id().toString();
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

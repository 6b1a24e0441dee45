package lingdian.leak;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import lingdian.domain.document.CitizenNumber;

/** The made-up persons of {@link LeakIT}: no two share a name, a number or a day of birth, so that a leak names its source. */
public enum LeakPersons {
    ADULT("欧阳可辨", "1987-06-05", "111"),
    MINOR("诸葛可认", "2015-09-07", "111"),
    SHARED("司马可识", "1979-04-03", "111"),
    GUEST("上官可察", "1983-02-17", "414"),
    EXPIRED("东方可览", "1971-11-23", "111"),
    MALFORMED("南宫可见", "1968-10-29", "990"),
    STRANGER("慕容可查", "1992-12-01", "111"), // not registered where that is demanded
    REGISTERED("公孙可记", "1977-05-11", "111"),
    MISNAMED("夏侯可名", "1994-03-19", "111"),
    WRONG_NAME("尉迟可误", "1995-08-13", "111"), // the name that MISNAMED shows
    REVOKED("令狐可失", "1981-01-27", "111"),
    IMPORTED("宇文可列", "1969-07-21", "111"),
    REFUSED_LINE("皇甫可拒", "1965-06-15", "111"),
    QUARANTINED("长孙可疑", "1986-04-25", "111"),
    CONFLICTING("钟离可变", "1973-03-31", "111"),
    OFFICER("巡查员濮阳", "1966-05-09", "111"),
    REFUSED_CALL("澹台可错", "1964-02-13", "111"),
    IN_REASONS("闻人可由", "1962-08-05", "111"); // whom people write about in reasons and notes

    public final String personName;
    final LocalDate born;
    final String type;
    final String number;

    LeakPersons(String personName, String born, String type) {
        this.personName = personName;
        this.born = LocalDate.parse(born);
        this.type = type;
        this.number = number(type, born, ordinal());
    }

    /** With the right check character where it has one: no number of a real person is written down. */
    private static String number(String type, String born, int nth) {
        String digits = "360481" + born.replace("-", "") + (100 + nth);
        return type.equals("111")
                ? digits + CitizenNumber.checkCharacter(digits)
                : "GX" + (88_304_170 + nth) + "erkennbar";
    }

    JsonObject document() {
        var document = new JsonObject()
                .put("type", type)
                .put("number", number)
                .put("name", personName)
                .put("read", "chip");
        return type.equals("414") ? document.put("birthDate", born.toString()) : document;
    }

    /** As the registry takes it, and as it is shown to it. */
    JsonObject registration() {
        JsonObject document = document();
        document.remove("read");
        return new JsonObject().put("document", document);
    }

    static LeakSearch search(List<LeakPersons> persons) {
        var search = new LeakSearch();
        persons.forEach(one -> search.text(one.personName).text(one.number).date(one.born));
        return search;
    }
}

package lingdian.office.document;

import java.util.Locale;

/**
 * A document's number, such as （瑞）文综罚字〔2026〕000014号.
 *
 * @param area the office's character, without brackets; empty where it uses none
 * @param word of the kind, such as 文综罚
 * @param serial from 1 in each word and year
 * @param digits to which the serial is filled with zeros; 0: none
 */
public record DocumentNumber(String area, String word, int year, int serial, int digits) {
    /** As it is printed. */
    public String text() {
        String front = area.isEmpty() ? "" : "（" + area + "）";
        String number = digits == 0 ? String.valueOf(serial) : String.format(Locale.ROOT, "%0" + digits + "d", serial);
        return front + word + "字〔" + year + "〕" + number + "号";
    }
}

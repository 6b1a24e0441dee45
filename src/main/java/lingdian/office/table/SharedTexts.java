package lingdian.office.table;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.poi.hssf.usermodel.HSSFRichTextString;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.ss.usermodel.RichTextString;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.model.SharedStrings;
import org.apache.poi.xssf.usermodel.XSSFRelation;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The texts of a workbook to which cells refer by number.
 *
 * <p>The library's own table decodes a text again for each cell that refers to it, however long it is, and adds how it is
 * spoken.
 */
final class SharedTexts extends DefaultHandler implements SharedStrings {
    /** A character that XML cannot hold, or not at this place (ISO/IEC 29500-1, 22.9.2.19). */
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private static final int ESCAPED_LENGTH = 7;
    private static final int HEX = 16;

    private final int charactersMax;
    private final List<String> texts = new ArrayList<>();
    private final StringBuilder read = new StringBuilder();
    private boolean inText;
    /** How a word is spoken is not shown in its cell. */
    private boolean inReading;

    private SharedTexts(int charactersMax) {
        this.charactersMax = charactersMax;
    }

    /** @param charactersMax of longer texts one character more is kept, which shows that they are too long */
    static SharedTexts of(OPCPackage opened, int charactersMax)
            throws IOException, SAXException, ParserConfigurationException {
        var shared = new SharedTexts(charactersMax);
        List<PackagePart> parts = opened.getPartsByContentType(XSSFRelation.SHARED_STRINGS.getContentType());
        if (!parts.isEmpty()) {
            try (InputStream data = parts.getFirst().getInputStream()) {
                XMLReader xml = XMLHelper.newXMLReader(); // without entities and outside documents
                xml.setContentHandler(shared);
                xml.parse(new InputSource(data));
            }
        }
        return shared;
    }

    @Override
    public void startElement(@Nullable String uri, String name, String qualified, Attributes attributes) {
        switch (name) {
            case "si" -> read.setLength(0);
            case "t" -> inText = true;
            case "rPh" -> inReading = true;
            default -> {}
        }
    }

    @Override
    public void characters(char[] text, int start, int length) {
        if (inText && !inReading) {
            // So many that they are too long even if each is a character's escape.
            read.append(text, start, Math.clamp(ESCAPED_LENGTH * charactersMax + 1 - read.length(), 0, length));
        }
    }

    @Override
    public void endElement(@Nullable String uri, String name, String qualified) {
        switch (name) {
            case "si" -> texts.add(decoded());
            case "t" -> inText = false;
            case "rPh" -> inReading = false;
            default -> {}
        }
    }

    private String decoded() {
        String text = read.toString();
        String plain = text.contains("_x") ? ESCAPED.matcher(text).replaceAll(SharedTexts::character) : text;
        return plain.length() > charactersMax ? plain.substring(0, charactersMax + 1) : plain;
    }

    private static String character(MatchResult escaped) {
        return Matcher.quoteReplacement(Character.toString(Integer.parseInt(escaped.group(1), HEX)));
    }

    @Override
    public RichTextString getItemAt(int number) {
        return new HSSFRichTextString(texts.get(number));
    }

    @Override
    public int getCount() {
        return texts.size();
    }

    @Override
    public int getUniqueCount() {
        return texts.size();
    }
}

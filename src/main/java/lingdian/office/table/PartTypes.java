package lingdian.office.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.ParserConfigurationException;
import lingdian.platform.text.HtmlText;
import org.apache.poi.openxml4j.opc.ContentTypes;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.usermodel.XSSFRelation;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Which parts of a workbook are needed, by the list of their types (ISO/IEC 29500-2, 10.1.2).
 *
 * <p>The library reads parts by their types, whatever they are called, and one of them as a tree as soon as it opens a
 * package: the description of the file, of which nothing is shown.
 */
final class PartTypes extends DefaultHandler {
    /** The list's own name in the ZIP file. */
    static final String LIST = "[Content_Types].xml";

    private static final Set<String> NEEDED = Set.of(
            ContentTypes.RELATIONSHIPS_PART,
            XSSFRelation.WORKBOOK.getContentType(),
            XSSFRelation.MACROS_WORKBOOK.getContentType(),
            XSSFRelation.TEMPLATE_WORKBOOK.getContentType(),
            XSSFRelation.MACRO_TEMPLATE_WORKBOOK.getContentType(),
            XSSFRelation.MACRO_ADDIN_WORKBOOK.getContentType(),
            XSSFRelation.WORKSHEET.getContentType(),
            XSSFRelation.SHARED_STRINGS.getContentType(),
            XSSFRelation.STYLES.getContentType(),
            XSSFRelation.THEME.getContentType());

    private final Map<String, String> byName = new HashMap<>();
    private final Map<String, String> byExtension = new HashMap<>();

    private PartTypes() {}

    static PartTypes of(InputStream list) throws IOException, SAXException, ParserConfigurationException {
        var types = new PartTypes();
        XMLReader xml = XMLHelper.newXMLReader(); // without entities and outside documents
        xml.setContentHandler(types);
        xml.parse(new InputSource(list));
        return types;
    }

    @Override
    public void startElement(@Nullable String uri, String name, String qualified, Attributes attributes) {
        switch (name) {
            case "Override" -> put(byName, attributes.getValue("PartName"), attributes);
            case "Default" -> put(byExtension, attributes.getValue("Extension"), attributes);
            default -> {}
        }
    }

    private static void put(Map<String, String> types, @Nullable String key, Attributes attributes) {
        String type = attributes.getValue("ContentType");
        if (key != null && type != null) {
            types.put(key.toLowerCase(Locale.ROOT), type);
        }
    }

    /** @param part its name in the ZIP file */
    boolean isNeeded(String part) {
        String name = (part.startsWith("/") ? part : "/" + part).toLowerCase(Locale.ROOT);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return !part.equalsIgnoreCase(LIST)
                && NEEDED.contains(byName.getOrDefault(name, byExtension.getOrDefault(extension, "")));
    }

    /** The list of the parts that are needed: the library does not learn of another type. */
    byte[] needed() {
        var list = new StringBuilder("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">");
        append(list, "Default Extension", byExtension);
        append(list, "Override PartName", byName);
        return list.append("</Types>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder list, String element, Map<String, String> types) {
        types.forEach((key, type) -> {
            if (NEEDED.contains(type)) {
                list.append('<').append(element).append("=\"").append(HtmlText.escaped(key));
                list.append("\" ContentType=\"").append(type).append("\"/>");
            }
        });
    }
}

import { Input, SegmentedControl, Select } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { MAC_FORMS, macText } from "#access/vendors/mac-text";
import type { AccessPoint } from "../../api/access-points/shapes.ts";
import { useLanguage } from "../phrases/language.tsx";
import { ChangeAddress } from "./change-address.tsx";
import { CARRIED, type SettingsValues } from "./settings-values.ts";
import { useFamily } from "./use-families.ts";

const EXAMPLE = "aa:bb:cc:dd:ee:01";

const FORMS = MAC_FORMS.map((form) => ({ value: form, label: macText(form, EXAMPLE) }));

/** By UDP to its address, or down the connection it opened. */
const WAYS = ["udp", "radsec"] as const;

type Part = { readonly form: UseFormReturnType<SettingsValues> };

type Choice = Part & {
  readonly field: "signs" | "stamps";
  /** whether it is sent where nothing is chosen */
  readonly usual: boolean;
};

const Carries = ({ form, field, usual }: Choice) => {
  const words = useLanguage().phrases.accessPoints.settings.carries;
  return (
    <Input.Wrapper label={words[field]} description={words[`${field}Hint`]} labelElement="div">
      <SegmentedControl
        fullWidth
        mt={6}
        aria-label={words[field]}
        data={CARRIED.map((value) => ({ value, label: words[value](usual) }))}
        {...form.getInputProps(field)}
      />
    </Input.Wrapper>
  );
};

const Way = ({ form }: Part) => {
  const { label, hint, ways } = useLanguage().phrases.accessPoints.settings.changesBy;
  return (
    <Input.Wrapper label={label} description={hint} labelElement="div">
      <SegmentedControl
        fullWidth
        mt={6}
        aria-label={label}
        data={WAYS.map((value) => ({ value, label: ways[value] }))}
        {...form.getInputProps("changesBy")}
      />
    </Input.Wrapper>
  );
};

/** Which way changes of running sessions are sent and where, how they name a device and what they carry; nothing is asked where its kind takes none. */
export const Changes = ({ form, kind }: Part & Pick<AccessPoint, "kind">) => {
  const words = useLanguage().phrases.accessPoints.settings;
  const coa = useFamily(kind)?.coa;
  if (!coa || coa.means === "none") return null;
  return (
    <>
      <Way form={form} />
      {form.values.changesBy === "udp" && (
        <ChangeAddress address={form.getInputProps("coaAddress")} port={form.getInputProps("coaPort")} />
      )}
      {coa.macForm && (
        <Select
          label={words.macForm}
          description={words.macFormHint(macText(coa.macForm, EXAMPLE))}
          data={FORMS}
          clearable
          {...form.getInputProps("macForm")}
        />
      )}
      <Carries form={form} field="signs" usual={coa.signed} />
      <Carries form={form} field="stamps" usual={coa.stamped} />
    </>
  );
};

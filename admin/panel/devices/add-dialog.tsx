import { NumberInput, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { exactMac } from "#access/device/notation";
import { THING_KINDS } from "#access/device/thing";
import type { ThingBody } from "../../api/devices/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useAccessPoints, useChange } from "../ask/queries.ts";
import { Dialog, DialogForm } from "../parts/dialog.tsx";
import { folded } from "../parts/folded.ts";
import { useLanguage } from "../phrases/language.tsx";

type Values = {
  name: string;
  mac: string;
  kind: ThingBody["kind"];
  vlan: number | "";
  nasId: string | null;
  port: string;
};

const EMPTY: Values = { name: "", mac: "", kind: "camera", vlan: "", nasId: null, port: "" };

const bodyOf = ({ name, mac, kind, vlan, nasId, port }: Values): ThingBody => ({
  name: name.trim(),
  mac: mac.trim(),
  kind,
  vlan: vlan === "" ? null : vlan,
  pin:
    nasId === null ? null : { nasId: Number(nasId), nasPortId: port.trim() || null, calledStationId: null },
});

const usePointChoices = () => {
  const { data } = useAccessPoints();
  return (data?.accessPoints ?? []).map(({ id, name, siteName }) => ({
    value: String(id),
    label: `${name} – ${siteName}`,
  }));
};

const AddForm = ({ onClose }: { readonly onClose: () => void }) => {
  const { phrases } = useLanguage();
  const words = phrases.devices;
  const points = usePointChoices();
  const form = useForm<Values>({
    initialValues: EMPTY,
    validate: {
      name: (value) => (value.trim() ? null : phrases.plans.required),
      mac: (value) => (exactMac(value.trim()) ? null : words.macWrong),
    },
  });
  const add = useChange(
    (values: Values) => ask("POST", "/api/devices", bodyOf(values)),
    [["devices"], ["audit"]],
  );
  return (
    <DialogForm
      act={words.add}
      isBusy={add.isPending}
      fault={add.error}
      onSubmit={form.onSubmit((values) => add.mutate(values, { onSuccess: onClose }))}
      onClose={onClose}
    >
      <TextInput label={words.name} maxLength={80} data-autofocus {...form.getInputProps("name")} />
      <TextInput
        label={words.mac}
        description={words.macHint}
        maxLength={40}
        spellCheck={false}
        {...form.getInputProps("mac")}
      />
      <Select
        label={words.kind}
        allowDeselect={false}
        data={THING_KINDS.map((value) => ({ value, label: words.kinds[value] }))}
        {...form.getInputProps("kind")}
      />
      <NumberInput
        label="VLAN"
        description={words.vlanHint}
        min={1}
        max={4094}
        hideControls
        {...form.getInputProps("vlan")}
      />
      <Select
        label={words.place}
        description={words.placeHint}
        data={points}
        searchable
        clearable
        limit={60}
        filter={folded}
        {...form.getInputProps("nasId")}
      />
      {form.values.nasId !== null && (
        <TextInput
          label={words.port}
          description={words.portHint}
          maxLength={253}
          spellCheck={false}
          {...form.getInputProps("port")}
        />
      )}
    </DialogForm>
  );
};

/** Registers a thing by its address. */
export const AddDialog = ({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) => {
  const { phrases } = useLanguage();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} isWide title={phrases.devices.add}>
      <AddForm onClose={onClose} />
    </Dialog>
  );
};

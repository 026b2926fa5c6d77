import { useLanguage } from "../phrases/language.tsx";
import { CodeForm } from "./code-form.tsx";
import { Step } from "./step.tsx";

/** The code of every later sign-in. */
export const CodeStep = () => {
  const { signIn: words } = useLanguage().phrases;
  return (
    <Step title={words.codeTitle} hint={words.codeHint}>
      <CodeForm />
    </Step>
  );
};
